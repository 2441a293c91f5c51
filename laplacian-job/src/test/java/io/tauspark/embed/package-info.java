@NullMarked
package io.tauspark.embed;

import org.jspecify.annotations.NullMarked;
