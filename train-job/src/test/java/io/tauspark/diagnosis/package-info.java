@NullMarked
package io.tauspark.diagnosis;

import org.jspecify.annotations.NullMarked;
