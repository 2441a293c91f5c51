@NullMarked
package io.tauspark.exchange;

import org.jspecify.annotations.NullMarked;
