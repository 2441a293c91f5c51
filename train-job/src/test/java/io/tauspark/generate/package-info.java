@NullMarked
package io.tauspark.generate;

import org.jspecify.annotations.NullMarked;
