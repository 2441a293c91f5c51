@NullMarked
package io.tauspark.decode;

import org.jspecify.annotations.NullMarked;
