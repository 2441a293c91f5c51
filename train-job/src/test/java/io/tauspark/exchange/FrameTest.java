package io.tauspark.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.exchange.Frame.Kind;
import io.tauspark.exchange.Frame.Label;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    @Test
    void aHeaderTellsWhatFollows() {
        Label label = new Label(Kind.SLICE, 1L << 40, 2, 1_000_000, 777, 1 << 18);
        assertThat(Label.of(label.header())).isEqualTo(label);
        assertThat(label).hasToString("its slice (operation 1099511627776, 262144 bytes from 777 of 1000000, 2 each)");
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 0, 4", "5, 5, 0, 4", "4, -1, 0, 4", "4, 5, -1, 4", "4, 5, 0, -1", "4, 5, 0, 262145"})
    void nonsenseIsRejected(int width, int length, int offset, int bytes) {
        ByteBuffer header = new Label(Kind.TERM, 0, 1, 0, 0, 0).header();
        header.putInt(12, width).putInt(16, length).putInt(20, offset).putInt(24, bytes);
        assertThatThrownBy(() -> Label.of(header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame has no %d bytes from %d of %d values of %d bytes", bytes, offset, length, width);
    }

    @Test
    void anUnknownKindIsRejected() {
        ByteBuffer header = Label.empty(Kind.BYE, 0, 0).header().putInt(0, 'x');
        assertThatThrownBy(() -> Label.of(header)).hasMessage("a frame has no kind 120");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 27, 29})
    void aHeaderOfAnotherLengthIsRejected(int bytes) {
        assertThatThrownBy(() -> Label.of(ByteBuffer.allocate(bytes)))
                .hasMessage("the header of a frame has not %d bytes", bytes);
    }

    /** Content of four bytes in parts; gives what was told about it. */
    private static List<String> arrival(int... parts) {
        List<String> told = new ArrayList<>();
        Label label = new Label(Kind.TERM, 3, 4, 1, 0, 4);
        Arrival arrival = new Arrival(
                label,
                ByteBuffer.allocate(100),
                frame -> told.add(frame.label() + frame.content().toString()),
                told::add);
        for (int part : parts) {
            arrival.onData("stream", ByteBuffer.allocate(part));
        }
        arrival.onComplete("stream");
        return told;
    }

    @Test
    void contentMayArriveInParts() {
        assertThat(arrival(4)).hasSize(1).first().asString().contains("operation 3", "lim=4");
        assertThat(arrival(1, 0, 3)).isEqualTo(arrival(4));
    }

    @Test
    void contentOfAnotherLengthIsRefused() {
        assertThat(arrival()).containsExactly("less content than the 4 bytes of its header");
        assertThat(arrival(3)).containsExactly("less content than the 4 bytes of its header");
        assertThat(arrival(4, 1)).first().isEqualTo("more content than the 4 bytes of its header");
    }
}
