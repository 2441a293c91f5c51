/** What attention remembers of a text, one head at a time and in plain Java: states that a token is added to and looked up in. */
@NullMarked
package io.tauspark.decode;

import org.jspecify.annotations.NullMarked;
