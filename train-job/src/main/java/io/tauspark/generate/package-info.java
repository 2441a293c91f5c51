/** Text from a trained model. */
@NullMarked
package io.tauspark.generate;

import org.jspecify.annotations.NullMarked;
