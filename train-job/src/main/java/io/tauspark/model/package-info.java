/** TauGPT: its shape, its parameters, and the TorchScript program that computes it. */
@NullMarked
package io.tauspark.model;

import org.jspecify.annotations.NullMarked;
