@NullMarked
package io.tauspark.model;

import org.jspecify.annotations.NullMarked;
