/** Files of earlier versions, which must load for ever. */
@NullMarked
package io.tauspark.frozen;

import org.jspecify.annotations.NullMarked;
