/** The domain memory as a stage of Spark ML pipelines. */
@NullMarked
package io.tauspark.laplacian.pipeline;

import org.jspecify.annotations.NullMarked;
