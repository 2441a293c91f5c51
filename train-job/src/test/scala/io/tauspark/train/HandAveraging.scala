package io.tauspark.train

import io.tauspark.model.{Observation, Seeds}
import io.tauspark.model.torch.{Optimizer, TauGpt, TorchEngine}
import io.tauspark.train.config.{RateState, TrainConfig}

/** Two workers that average weights and moments after every step, written out for a spec. */
class HandAveraging(config: TrainConfig, shards: String, memory: String) {
  private val plan = TrainingInputs.plan(config, shards, memory)
  private val lanePlan = plan.lanePlan

  /** Weights, first and second moments after a number of steps. */
  def run(steps: Int): (Array[Float], Array[Float], Array[Float]) = {
    val tokenizer = config.tokenizer.open()
    val manager = TorchEngine.open(1)
    val gpt = new TauGpt(config.model, plan.laplacians, manager)
    val optimizer = new Optimizer(config.optimizer, gpt)
    try {
      val lanes = (0 until lanePlan.lanes).map(plan.lane(_, tokenizer))
      gpt.initialise(Seeds.of(config.seed, "model"))
      gpt.calibrate(lanes.head.batch(0, config.batch.windows))
      val size = gpt.layout.size.toInt
      var state = (gpt.parameters, new Array[Float](size), new Array[Float](size))
      for (step <- 0 until steps) {
        val workers = for (rank <- 0 until config.workers) yield {
          gpt.setParameters(state._1)
          optimizer.restore(step.toLong, state._2, state._3)
          val mine = lanePlan.microBatchesOf(rank)
          val gradients = mine.map { micro =>
            val gradient = new Array[Float](size)
            val batch = lanes(lanePlan.laneOf(micro)).batch(lanePlan.batchOf(step, micro), config.batch.windows)
            gpt.gradient(batch, gradient, Observation.NOTHING)
            gradient
          }
          val sum = gradients.reduce((a, b) => a.zip(b).map { case (x, y) => x + y })
          optimizer.step(sum, mine.length, config.rate.at(step, steps, RateState.START))
          (gpt.parameters, optimizer.firstMoments, optimizer.secondMoments)
        }
        state = (mean(workers.map(_._1)), mean(workers.map(_._2)), mean(workers.map(_._3)))
      }
      state
    } finally {
      optimizer.close()
      gpt.close()
      manager.close()
      tokenizer.close()
    }
  }

  private def mean(workers: Seq[Array[Float]]): Array[Float] =
    workers.reduce((a, b) => a.zip(b).map { case (x, y) => x + y }).map(_ / workers.size)
}
