package io.tauspark.embed;

import ai.djl.Device;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The models that this JVM has loaded, each once for all its tasks. A model stays when its last task ends, because the
 * next one mostly wants the same; it is closed when another is loaded, so that at most one lies idle.
 */
final class SharedModels {
    private static final Map<Key, Shared> LOADED = new HashMap<>();

    private SharedModels() {}

    private record Key(TextModel.Spec spec, Device device) {}

    /** A task's use of a model, which ends when it is closed. */
    static final class Use implements AutoCloseable {
        private final Shared shared;
        private boolean ended;

        private Use(Shared shared) {
            this.shared = shared;
        }

        TextModel model() {
            return shared.model;
        }

        @Override
        public void close() {
            synchronized (LOADED) {
                if (!ended) {
                    shared.users--;
                    ended = true;
                }
            }
        }
    }

    private static final class Shared {
        private final TextModel model;
        private int users;

        private Shared(TextModel model) {
            this.model = model;
        }
    }

    /**
     * Tasks that want a model while it is being loaded wait for it. Without a checksum there is no telling whether a
     * loaded model is the one that is there now, so its files are read again.
     */
    static Use use(TextModel.Spec spec, Device device, int threads, Configuration hadoop) throws IOException {
        synchronized (LOADED) {
            Shared shared = LOADED.get(new Key(spec, device));
            if (shared == null) {
                closeIdle();
                TextModel model = TextModel.load(spec, device, threads, hadoop);
                Key key = new Key(spec.of(model.sha256()), device);
                shared = LOADED.computeIfAbsent(key, absent -> new Shared(model));
                if (shared.model != model) {
                    model.close();
                }
            }
            shared.users++;
            return new Use(shared);
        }
    }

    /** Closes what no task uses. */
    static void closeIdle() {
        synchronized (LOADED) {
            LOADED.values().removeIf(shared -> {
                if (shared.users == 0) {
                    shared.model.close();
                }
                return shared.users == 0;
            });
        }
    }
}
