@NullMarked
package io.tauspark.compare;

import org.jspecify.annotations.NullMarked;
