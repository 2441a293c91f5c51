/** The parts that stages of Spark ML pipelines share: columns, estimators that call a job, models with files of their own. */
@NullMarked
package io.tauspark.stage;

import org.jspecify.annotations.NullMarked;
