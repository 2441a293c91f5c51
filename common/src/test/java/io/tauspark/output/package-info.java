@NullMarked
package io.tauspark.output;

import org.jspecify.annotations.NullMarked;
