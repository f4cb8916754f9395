"""The tenth of CDNOW's 1997 cohort that Fader and Hardie published, as data."""
