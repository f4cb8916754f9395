"""The help text, in a person's words."""

HELP = """\
segbench compares customer segmentations and says which one to trust.

  python -m segbench                               five algorithms on the built-in data
  python -m segbench +algo=kmeans,gmm -m              one job per algorithm, one ranking
  python -m segbench '+algo=[kmeans,gmm]'             the same two in one process
  python -m segbench dataset=csv dataset.path=customers.csv       your own customers
  python -m segbench dataset=mall dataset.path=Mall_Customers.csv     the mall study
  python -m segbench dataset=orders dataset.path=orders.parquet     an order log: RFM
  python -m segbench features=[income_spending,all] scaler=[standard,robust]
  python -m segbench -m scaler=standard,minmax +algo=kmeans,hdbscan      a sweep
  python -m segbench check dataset=csv dataset.path=customers.csv   what would be read
  python -m segbench explore dataset=csv dataset.path=customers.csv    look first
  python -m segbench plan=true                        what the run would need
  python -m segbench algorithms                       what there is to compare
  python -m segbench algorithms kmeans                all that is known of one
  python -m segbench measures                         what it is scored by
  python -m segbench new-algorithm NAME               a package for your own
  python -m segbench report results/RUN               tables again from a stored run
  python -m segbench assign results/RUN new.csv -o labelled.csv   label new customers
  python -m segbench reevaluate results/RUN more.csv  have the segments held?
  python -m segbench +experiment=scalers              a study by its name
  python -m segbench reproduce results/reference/NAME     stored tables, computed again
  python -m segbench leaderboard results/             one page over all stored runs
  python -m segbench compare results/RUN results/OTHER    what differs between two runs

Settings are NAME=VALUE; the most useful ones:

  dataset=csv|orders|cdnow|mall|..  where the customers come from: docs/data.md
  dataset.path=FILE                 the file; dataset.id, .truth, .ignore name columns
  'columns=["Annual Income (k$)","Spending Score (1-100)"]'   features of your choice
  features=..., scaler=...          named feature sets and scalers, one or a [list]
  k=[3,4,5]                         numbers of segments to try
  scoring=quick                     raw ranks in seconds: no calibration, no verdict
  strict=true                       exit code 3 when there is no cluster structure
  scoring.resamples=100             resamples for the stability; scoring.scheme=noise
  scoring.refit=plain               no compiled loops: the libraries' own estimators
  scoring.noise=exclude             let unassigned customers cost nothing
  modules=[my_module]   Python modules that declare algorithms, measures or scalers
  figures=false  models=false       no figures, no stored model: seconds sooner
  limits.time=600  limits.memory=4  seconds and GiB of one piece of work
  --fresh                           compute again what earlier runs left in the cache
  seed=1  executor.n_jobs=1  output_dir=FOLDER  debug=true

Quote for the shell what holds brackets, blanks or $. `a,b` with -m makes a job of each
value, `[a,b]` takes both in one run. Exit code: 0 done, 1 some settings could not run
or something of ours failed, 2 the command or the data have to change; with strict=true
3 no structure and 4 segments that have not held; 130 stopped by Ctrl-C.

From Hydra, which reads the settings:

  -m, --multirun        run a job for every combination of `a,b` values
  --cfg job             print the configuration instead of running
  --config-dir FOLDER   look there too, such as FOLDER/algo/mine.yaml
  --hydra-help          everything else
"""


def how_to_name(file: str) -> str:
    """Say how a file of customers is given, to whoever typed it alone."""
    return f"{file} is a file; customers are given as dataset=csv dataset.path={file}"
