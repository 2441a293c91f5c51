/** Training data: tokens, the windows cut from them, and the validation set. */
@NullMarked
package io.tauspark.train.data;

import org.jspecify.annotations.NullMarked;
