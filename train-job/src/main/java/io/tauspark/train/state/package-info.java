/** State that a training needs to resume: its directory, identity, checkpoints. */
@NullMarked
package io.tauspark.train.state;

import org.jspecify.annotations.NullMarked;
