/** Jobs that use a trained model on executors: {@code complete}, {@code perplexity} and {@code evaluate}. */
@NullMarked
package io.tauspark.inference;

import org.jspecify.annotations.NullMarked;
