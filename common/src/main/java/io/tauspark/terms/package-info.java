/** What a domain memory knows of the tokens of one vocabulary, and its file. */
@NullMarked
package io.tauspark.terms;

import org.jspecify.annotations.NullMarked;
