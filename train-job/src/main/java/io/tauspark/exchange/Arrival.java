package io.tauspark.exchange;

import io.tauspark.exchange.Frame.Label;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.network.client.StreamCallbackWithID;

/** A frame of which the header is here; collects the content as it comes out of the network. For one network thread. */
final class Arrival implements StreamCallbackWithID {
    private final Label label;
    private final ByteBuffer content;
    private final Consumer<Frame> whole;
    private final Consumer<String> broken;

    /**
     * @param content an empty buffer with room for what the label promises
     * @param whole takes the frame when all of it is here
     * @param broken takes the reason when more or less comes than the label promises
     */
    Arrival(Label label, ByteBuffer content, Consumer<Frame> whole, Consumer<String> broken) {
        this.label = label;
        this.content = content.limit(label.bytes());
        this.whole = whole;
        this.broken = broken;
    }

    @Override
    public void onData(String stream, ByteBuffer part) {
        if (part.remaining() > content.remaining()) {
            refuse("more");
        } else {
            content.put(part);
        }
    }

    @Override
    public void onComplete(String stream) {
        if (content.hasRemaining()) {
            refuse("less");
        } else {
            whole.accept(new Frame(label, content.flip()));
        }
    }

    /** Nothing to do: the connection is lost, and that is told apart from this. */
    @Override
    public void onFailure(String stream, Throwable cause) {}

    @Override
    public String getID() {
        return label.toString();
    }

    private void refuse(String how) {
        broken.accept(String.format(Locale.ROOT, "%s content than the %d bytes of its header", how, label.bytes()));
    }
}
