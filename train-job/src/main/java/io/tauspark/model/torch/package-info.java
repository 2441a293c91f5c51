/** The computation of TauGPT in PyTorch: program, parameters, optimizer. */
@NullMarked
package io.tauspark.model.torch;

import org.jspecify.annotations.NullMarked;
