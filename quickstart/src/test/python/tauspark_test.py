"""What python/tauspark.py promises, in the session of this PySpark. Run by PySparkSpec, in a directory with corpus.jsonl.

The arguments are docs/pipelines.md and what the examples there say, each with what is said here instead: OLD=>NEW.
"""

import re
import shutil
import sys

import tauspark
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession
from pyspark.errors import IllegalArgumentException

spark = SparkSession.builder.config("spark.ui.enabled", "false").getOrCreate()
small = ["tokenizer=bytes", "steps=3", "workers=1", "model.layers=1", "model.heads.tau=4", "model.width=12", "model.context=24",
         "batch.windows=2", "batch.micro-batches=1", "samples.tokens=0"]


def refusal(work):
    try:
        work()
    except (IllegalArgumentException, ValueError) as refused:
        return str(refused)
    raise AssertionError("nothing was refused")


def rows(table):
    return table.orderBy("id").collect()


def examples():
    text = open(sys.argv[1]).read()
    for change in sys.argv[2:]:
        old, new = change.split("=>")
        assert old in text, old
        text = text.replace(old, new)
    found = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(found) == 2
    for example in found:
        exec(example, {"spark": spark})


def jobs():
    report = tauspark.ShardJob.run(spark, tauspark.ShardJob.configure({"validation.fraction": 0.2}, input="corpus.jsonl", output="shards"))
    assert report.manifest["records"] == 210 and report["output"].endswith("shards") and "210 records" in report.summary
    assert "shards" in refusal(lambda: tauspark.ShardJob.configure("shards=0", input="corpus.jsonl", output="s"))
    report = tauspark.ReleasesJob.run(tauspark.ReleasesJob.configure(memory="memory"))
    assert len(report.releases) == 1
    assert tauspark.GenerateJob.run(tauspark.GenerateJob.configure(model="domain-model/stages/" + gpt() + "/files", tokens=3)) is not None


def gpt():
    return next(stage.uid for stage in PipelineModel.load("domain-model").stages if isinstance(stage, tauspark.TauGptModel)).join(["1_", ""])


def stages():
    texts = spark.read.json("corpus.jsonl")
    memory = tauspark.DomainMemoryEstimator(idCol="id", settings=["embed.dimension=12", "graph.topk=4"], workDir="work/memory")
    assert memory.getIdCol() == "id" and memory.setSeed(7).getSeed() == 7 and memory.getLambdaCol() == "lambda"
    assert "has no parameter 'nothing'" in refusal(lambda: tauspark.DomainMemoryEstimator(nothing=1))
    trained = tauspark.TauGptEstimator(idCol="id", settings=small, shards=2, validationFraction=0.2, generation=["tokens=3"])
    pipeline = Pipeline(stages=[memory, trained])
    pipeline.write().overwrite().save("unfitted")
    loaded = Pipeline.load("unfitted")
    assert [stage.uid for stage in loaded.getStages()] == [memory.uid, trained.uid]
    assert loaded.getStages()[1].getGeneration() == ["tokens=3"]
    model = pipeline.fit(texts)
    expected = rows(model.transform(texts))
    assert rows(loaded.fit(texts).transform(texts)) == expected
    model.write().overwrite().save("fitted")
    shutil.rmtree("work")
    again = PipelineModel.load("fitted")
    assert rows(again.transform(texts)) == expected
    assert [type(stage) for stage in again.stages] == [tauspark.DomainMemoryModel, tauspark.TauGptModel]
    assert again.stages[0].directory.endswith("/files")
    assert "log_probability" not in again.stages[1].copy().setLogProbabilityCol("").transform(texts).columns
    numbers = texts.selectExpr("id", "1.5 AS text")
    assert "not texts (string) or vectors (vector)" in refusal(lambda: memory.fit(numbers))
    embedder = tauspark.TextEmbedder(modelUrl="somewhere", batchSize=4, normalise=False)
    embedder.write().overwrite().save("embedder")
    assert tauspark.TextEmbedder.load("embedder").getBatchSize() == 4


examples()
stages()
jobs()
print("all of it")
