@NullMarked
package io.tauspark.inference;

import org.jspecify.annotations.NullMarked;
