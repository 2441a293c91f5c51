/** Jobs that use a trained model on executors: {@code complete}, {@code perplexity}, {@code evaluate} and {@code read}. */
@NullMarked
package io.tauspark.inference;

import org.jspecify.annotations.NullMarked;
