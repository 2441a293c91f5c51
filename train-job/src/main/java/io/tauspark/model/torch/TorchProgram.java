package io.tauspark.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.tauspark.store.TorchArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript class compiled from text, whose methods are called with tensors and numbers.
 *
 * <p>DJL's public way of calling a method always forbids gradients, so its native entry point is called by reflection.
 * Numbers go in as TorchScript values: DJL's own arithmetic with Java numbers under autograd reads freed memory in the
 * backward pass and gives wrong gradients without a word.
 */
final class TorchProgram implements AutoCloseable {
    private static final NativeCall NATIVE = NativeCall.find();

    private static @Nullable TorchProgram tauGpt;

    private final PtSymbolBlock module;

    private TorchProgram(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * The program of TauGPT. It has no state, so all models of a JVM call the same one, from any thread; it is compiled at
     * its first use, which takes as long as some steps of a small model, and lives as long as the engine.
     */
    static synchronized TorchProgram ofTauGpt() {
        TorchProgram program = tauGpt;
        if (program == null) {
            program = compile(
                    Engine.getEngine(PtEngine.ENGINE_NAME).newBaseManager(Device.cpu()),
                    "TauGpt",
                    ProgramSource.text());
            tauGpt = program;
        }
        return program;
    }

    /** Compiles a class; a mistake in the source is reported with its line. */
    static TorchProgram compile(NDManager manager, String type, String source) {
        try {
            byte[] archive = TorchArchive.of(type, source);
            return new TorchProgram(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), true, false));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Calls a method without recording gradients.
     *
     * @param scope owner of the resulting tensors
     * @param arguments {@link NDArray}, list of them, int, long, double, boolean, long[] or double[]
     * @return the tensor, or the tensors of the list or tuple, that the method returns
     */
    NDArray[] call(NDManager scope, String method, Object... arguments) {
        return invoke((PtNDManager) scope, method, arguments);
    }

    /** Calls a method that takes gradients itself; recording ends with the call, also when it fails. */
    NDArray[] callRecording(NDManager scope, String method, Object... arguments) {
        JniUtils.setGradMode(true);
        try {
            return invoke((PtNDManager) scope, method, arguments);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @Override
    public void close() {
        module.close();
    }

    private NDArray[] invoke(PtNDManager scope, String method, Object[] arguments) {
        IValue[] values = new IValue[arguments.length];
        try {
            long[] handles = new long[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(arguments[i]);
                handles[i] = values[i].getHandle();
            }
            try (IValue result = NATIVE.call(module.getHandle(), method, handles)) {
                return tensors(result, scope);
            }
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static NDArray[] tensors(IValue result, PtNDManager scope) {
        if (result.isTensor()) {
            return new NDArray[] {result.toTensor(scope)};
        }
        if (result.isTensorList()) {
            return result.toTensorArray(scope);
        }
        IValue[] parts = result.toIValueTuple();
        NDArray[] tensors = new NDArray[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try (IValue part = parts[i]) {
                tensors[i] = part.toTensor(scope);
            }
        }
        return tensors;
    }

    private static IValue value(Object argument) {
        if (argument instanceof NDArray tensor) {
            return IValue.from((PtNDArray) tensor);
        } else if (argument instanceof List<?> tensors) {
            return IValue.listFrom(tensors.toArray(PtNDArray[]::new));
        } else if (argument instanceof Integer || argument instanceof Long) {
            return IValue.from(((Number) argument).longValue());
        } else if (argument instanceof Double number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        }
        throw new IllegalArgumentException("a TorchScript method takes no " + argument.getClass());
    }

    /** DJL's native entry point for module methods, which allows gradients, unlike its public caller. */
    private record NativeCall(Object library, Method run, Constructor<IValue> result) {

        static NativeCall find() {
            try {
                Class<?> type = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
                Field instance = type.getDeclaredField("LIB");
                instance.setAccessible(true);
                Method run = type.getDeclaredMethod(
                        "moduleRunMethod", long.class, String.class, long[].class, boolean.class, boolean.class);
                run.setAccessible(true);
                Constructor<IValue> result = IValue.class.getDeclaredConstructor(long.class);
                result.setAccessible(true);
                return new NativeCall(instance.get(null), run, result);
            } catch (ReflectiveOperationException changed) {
                throw new IllegalStateException("this version of DJL's PyTorch engine is not the pinned one", changed);
            }
        }

        IValue call(long module, String method, long[] arguments) {
            boolean mayRecord = true;
            boolean separateStream = false;
            try {
                return result.newInstance(run.invoke(library, module, method, arguments, mayRecord, separateStream));
            } catch (InvocationTargetException failed) {
                throw new IllegalStateException("TorchScript method " + method + " failed", failed.getCause());
            } catch (ReflectiveOperationException changed) {
                throw new IllegalStateException(changed);
            }
        }
    }
}
