/** Jobs that use a trained model on executors: {@code complete} and {@code perplexity}. */
@NullMarked
package io.tauspark.inference;

import org.jspecify.annotations.NullMarked;
