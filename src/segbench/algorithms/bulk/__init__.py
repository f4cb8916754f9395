"""k-means and Gaussian mixtures of many samples at once; scikit-learn's definitions."""
