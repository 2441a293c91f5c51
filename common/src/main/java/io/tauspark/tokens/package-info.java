/** Tokenizers: text to ids and back. */
@NullMarked
package io.tauspark.tokens;

import org.jspecify.annotations.NullMarked;
