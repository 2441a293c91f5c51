/** The training of a model, and the model, as stages of Spark ML pipelines. */
@NullMarked
package io.tauspark.train.pipeline;

import org.jspecify.annotations.NullMarked;
