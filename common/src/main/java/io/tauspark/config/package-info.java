/** HOCON files and {@code --set} lines become validated records; every problem is reported at once. */
@NullMarked
package io.tauspark.config;

import org.jspecify.annotations.NullMarked;
