"""TauSpark from PySpark: its jobs and the stages of its pipelines, in the JVM that PySpark runs.

Start PySpark with the jars of the jobs (--jars tauspark-laplacian.jar,tauspark-train.jar), and put this file beside your
notebook or on PYTHONPATH. A job has `configure` and `run`, as in Scala:

    from tauspark import LaplacianJob
    report = LaplacianJob.run(spark, LaplacianJob.configure(input="corpus.jsonl", output="memory"))
    print(report.summary, report.release, report["memory"]["graph"])

Stages are those of docs/pipelines.md and mix with PySpark's own. What cannot be used is refused with the same message as
elsewhere, as pyspark's IllegalArgumentException.
"""

import json
import sys

from pyspark import SparkContext
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer
from pyspark.sql import SparkSession


def _java_class(name):
    """A class of the JVM, or what to do where it is not there."""
    context = SparkContext._active_spark_context
    if context is None:
        raise RuntimeError("there is no Spark session; start one")
    found = context._jvm
    for part in name.split("."):
        found = getattr(found, part)
    if type(found).__name__ == "JavaPackage":
        raise RuntimeError(
            f"{name} is not on the class path; start PySpark with --jars tauspark-laplacian.jar,tauspark-train.jar"
        )
    return found


def _optional(entry):
    """The number in an optional of the JVM, or None; other objects as they are."""
    if "present" in entry and "empty" in entry:
        return next((value for name, value in entry.items() if name.startswith("as")), None)
    return entry


class Report(dict):
    """What a job tells of its run: the components of its report by name, as keys and as attributes."""

    def __init__(self, java_report):
        # Comparisons write themselves as their file does.
        own = "json" in dir(java_report)
        text = java_report.json() if own else _java_class("io.tauspark.store.Json").line(java_report)
        made = json.loads(text, object_hook=_optional)
        super().__init__(made)
        self._java_report = java_report

    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError(f"the report has no '{name}'; there are {list(self)}")

    @property
    def summary(self):
        """The lines that the command prints."""
        return self._java_report.summary()


class Job:
    """A job of the JVM."""

    def __init__(self, java_name):
        self._java_name = java_name

    def configure(self, *settings, **values):
        """The configuration of the job.

        settings: "key=value", as with --set, or dicts of values by key; values: those whose keys are names in Python.
        """
        lines = []
        for given in (*settings, values):
            lines += [given] if isinstance(given, str) else [f"{key}={json.dumps(value)}" for key, value in given.items()]
        job = _java_class(self._java_name)
        gateway = SparkContext._active_spark_context._gateway
        array = gateway.new_array(gateway.jvm.java.lang.String, len(lines))
        for place, line in enumerate(lines):
            array[place] = line
        return job.configure(array)

    def run(self, *arguments):
        """Does the work: `run(spark, configuration)`, or what else docs/architecture.md lists for this job."""
        java = [given._jsparkSession if isinstance(given, SparkSession) else given for given in arguments]
        made = _java_class(self._java_name).run(*java)
        if made is None or isinstance(made, str):
            return made
        return made.toString() if made.getClass().getName() == "org.apache.hadoop.fs.Path" else Report(made)


ShardJob = Job("io.tauspark.shard.ShardJob")
TokenizerJob = Job("io.tauspark.tokenizer.TokenizerJob")
LaplacianJob = Job("io.tauspark.laplacian.LaplacianJob")
ScoreJob = Job("io.tauspark.score.ScoreJob")
SearchJob = Job("io.tauspark.search.SearchJob")
TrainJob = Job("io.tauspark.train.TrainJob")
SweepJob = Job("io.tauspark.compare.SweepJob")
CompareJob = Job("io.tauspark.compare.CompareJob")
GenerateJob = Job("io.tauspark.generate.GenerateJob")
CompleteJob = Job("io.tauspark.inference.CompleteJob")
PerplexityJob = Job("io.tauspark.inference.PerplexityJob")
EvaluateJob = Job("io.tauspark.inference.EvaluateJob")
ReadJob = Job("io.tauspark.inference.ReadJob")
ReportJob = Job("io.tauspark.report.ReportJob")
QuickstartJob = Job("io.tauspark.quickstart.QuickstartJob")


class _ReleasesJob(Job):
    def run(self, configuration, action="list", *names):
        """Performs an action of the command releases on the releases of these names."""
        context = SparkContext._active_spark_context
        actions = _java_class("io.tauspark.releases.ReleasesAction")
        return super().run(configuration, actions.valueOf(action.upper()), list(names), context._jsc.hadoopConfiguration())


ReleasesJob = _ReleasesJob("io.tauspark.releases.ReleasesJob")


class _Params(JavaMLReadable, JavaMLWritable):
    """Setters and getters of the parameters, which a stage has from its JVM class."""

    def __getattr__(self, name):
        param = name[3:4].lower() + name[4:]
        if name[:3] in ("set", "get") and name[3:4].isupper() and self.hasParam(param):
            return (lambda: self.getOrDefault(param)) if name[0] == "g" else (lambda value: self._set(**{param: value}))
        raise AttributeError(f"{type(self).__name__} has no '{name}'")


class _Stage(_Params):
    """A stage that a program makes, with values of parameters by their names."""

    def __init__(self, **values):
        super().__init__()
        java_name = f"{type(self).__module__}.{type(self).__name__}"
        self._java_obj = _java_class(java_name)(self.uid)
        self._create_params_from_java()
        self._transfer_params_from_java()
        self.setParams(**values)

    def setParams(self, **values):
        for name in values:
            if not self.hasParam(name):
                raise ValueError(f"{type(self).__name__} has no parameter '{name}'; there are {[p.name for p in self.params]}")
        return self._set(**values)


class _Model(_Params, JavaModel):
    """A fitted stage."""

    def __init__(self, java_model=None):
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    @property
    def directory(self):
        """The directory of its files, which commands take for `memory` or `model`."""
        return self._call_java("directory")


# PySpark finds the Python class of a stage that it loads by the name of its JVM class, so that is how they are named.
class TextEmbedder(_Stage, JavaTransformer):
    """Appends the vector that a sentence transformer gives a text."""

    __module__ = "io.tauspark.embed"


class DjlTextEmbedder(TextEmbedder):
    """The earlier name of TextEmbedder."""

    __module__ = "io.tauspark.embed"


class DomainMemoryEstimator(_Stage, JavaEstimator):
    """Builds a domain memory of texts or vectors."""

    __module__ = "io.tauspark.laplacian.pipeline"

    def _create_model(self, java_model):
        return DomainMemoryModel(java_model)


class DomainMemoryModel(_Model):
    """Appends the energy of a text or vector, and lambda."""

    __module__ = "io.tauspark.laplacian.pipeline"


class TauGptEstimator(_Stage, JavaEstimator):
    """Trains a model on texts."""

    __module__ = "io.tauspark.train.pipeline"

    def _create_model(self, java_model):
        return TauGptModel(java_model)


class TauGptModel(_Model):
    """Appends what follows on a text, its log-probability, and the bits that it costs per byte."""

    __module__ = "io.tauspark.train.pipeline"


for _package in ("io.tauspark.embed", "io.tauspark.laplacian.pipeline", "io.tauspark.train.pipeline"):
    sys.modules[_package] = sys.modules[__name__]
