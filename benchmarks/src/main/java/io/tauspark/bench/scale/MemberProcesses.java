package io.tauspark.bench.scale;

import io.tauspark.store.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All members of a benchmark, each in a JVM of its own, connected by every link. */
final class MemberProcesses implements AutoCloseable {
    private static final int SECRET_BITS = 256;
    private static final int HEX = 16;

    private final List<MemberProcess> members = new ArrayList<>();

    /**
     * @param heap most of each member's heap, as {@code -Xmx} takes it
     * @param limit of each wait for a member
     */
    MemberProcesses(int size, int values, String heap, Duration limit) throws IOException {
        String secret = new BigInteger(SECRET_BITS, new SecureRandom()).toString(HEX);
        try {
            for (int rank = 0; rank < size; rank++) {
                members.add(new MemberProcess(rank, size, values, heap, limit));
            }
            members.forEach(member -> member.send(secret));
            for (Method.Link unused : Method.Link.values()) {
                List<String> cards = new ArrayList<>();
                for (String card : answers()) {
                    cards.add(Json.read(card, String.class, "the card of a member"));
                }
                send(Json.line(cards));
            }
        } catch (IOException | RuntimeException broken) {
            close();
            throw broken;
        }
    }

    /** One sum at the slowest member, which is the one that all others wait for; processor time is that of the busiest. */
    Timing time(Method method) throws IOException {
        send(method.name());
        for (String answer : answers()) {
            if (!answer.equals(Member.READY)) {
                throw new IOException("a member said " + answer + " instead of " + Member.READY);
            }
        }
        send(Member.GO);
        double millis = 0;
        double processorMillis = 0;
        for (String answer : answers()) {
            Timing timing = Json.read(answer, Timing.class, "the timing of a member");
            if (timing.fault() != null) {
                throw new IOException("%s over %s: %s".formatted(method.title(), method.wire(), timing.fault()));
            }
            millis = Math.max(millis, timing.millis());
            processorMillis = Math.max(processorMillis, timing.processorMillis());
        }
        return new Timing(millis, processorMillis, null);
    }

    @Override
    public void close() {
        members.forEach(MemberProcess::close);
    }

    private void send(String order) {
        members.forEach(member -> member.send(order));
    }

    private List<String> answers() throws IOException {
        List<String> answers = new ArrayList<>();
        for (MemberProcess member : members) {
            answers.add(member.answer());
        }
        return answers;
    }
}
