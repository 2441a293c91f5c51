/** What a run tells as it goes to tools that others have made: TensorBoard, and Spark's metrics system. */
@NullMarked
package io.tauspark.telemetry;

import org.jspecify.annotations.NullMarked;
