package io.tauspark.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.filter.AbstractFilterable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Spark from logging an expected failure that a task ended with. The command prints its message; traces of the
 * executor, the scheduler and the block store would bury it.
 *
 * <p>What they say of the same stage or block afterwards, without naming the failure, is kept back as well.
 */
public final class RefusalFilter extends AbstractFilter {
    private static final Pattern CONCERNED = Pattern.compile("stage \\d+\\.\\d+|rdd_\\d+_\\d+");

    private final Set<String> concerned = ConcurrentHashMap.newKeySet();

    /** Puts it before every appender, whatever file they were read from. */
    public static void install() {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            RefusalFilter filter = new RefusalFilter();
            context.getConfiguration().getAppenders().values().stream()
                    .filter(AbstractFilterable.class::isInstance)
                    .map(AbstractFilterable.class::cast)
                    .forEach(appender -> appender.addFilter(filter));
        }
    }

    @Override
    public Result filter(LogEvent event) {
        return isBuried(event.getMessage().getFormattedMessage(), event.getThrown()) ? Result.DENY : Result.NEUTRAL;
    }

    private boolean isBuried(String text, @Nullable Throwable thrown) {
        boolean expected = (thrown != null && ExpectedFailure.in(thrown).isPresent())
                || ExpectedFailure.in(text).isPresent();
        boolean follows = false;
        Matcher names = CONCERNED.matcher(text);
        while (names.find()) {
            if (expected) {
                concerned.add(names.group());
            }
            follows |= concerned.contains(names.group());
        }
        return expected || follows;
    }
}
