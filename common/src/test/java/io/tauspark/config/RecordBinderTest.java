package io.tauspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tauspark.config.RecordBinder.Bytes;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.RecordBinder.OrWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordBinderTest {
    private static final Config REFERENCE = ConfigFactory.parseString("""
            name = null
            loaves = 4
            seed = 5000000000
            share = 0.5
            is-fresh = true
            rest = 90s
            crumb-limit = 64KiB
            salt = taste
            shape = round-loaf
            tags = [a, b]
            log.every = 10
            flour { kind = rye, mill { stones = 2 } }
            street = Main
            town = Bath
            """);

    private enum Shape {
        ROUND_LOAF,
        STICK
    }

    private record Mill(int stones) {
        private Mill {
            new Problems()
                    .check(stones >= 1, "stones", stones, "must be at least 1")
                    .throwIfAny();
        }
    }

    private record Flour(String kind, Mill mill) {
        private Flour {
            new Problems().check(!kind.isBlank(), "kind", kind, "is blank").throwIfAny();
        }
    }

    private record Address(String street, String town) {
        private Address {
            new Problems().check(!town.isBlank(), "town", town, "is blank").throwIfAny();
        }
    }

    private record Bread(
            String name,
            int loaves,
            long seed,
            double share,
            boolean isFresh,
            Duration rest,
            @Bytes long crumbLimit,
            @OrWord("taste") @Nullable Double salt,
            Shape shape,
            List<String> tags,
            @Key("log.every") int logEvery,
            Flour flour,
            @Key("") Address address) {
        private Bread {
            new Problems()
                    .check(loaves >= 1, "loaves", loaves, "must be at least 1")
                    .check(logEvery >= 1, "log.every", logEvery, "must be at least 1")
                    .throwIfAny();
        }
    }

    private final Path directory;

    RecordBinderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Bread bread(String... set) {
        return Settings.read(REFERENCE, null, List.of(set), RecordBinder.of(Bread.class));
    }

    private static <T> T read(Function<Settings, T> reader) {
        return Settings.read(REFERENCE, null, List.of(), reader);
    }

    private static List<Problem> problems(@Nullable Path file, String... set) {
        InvalidConfig refused = catchThrowableOfType(
                InvalidConfig.class, () -> Settings.read(REFERENCE, file, List.of(set), RecordBinder.of(Bread.class)));
        assertThat(refused).as("refusal").isNotNull();
        return refused.problems();
    }

    @Nested
    class Components {
        @Test
        void areReadByTheirNamesAndTypes() {
            assertThat(bread("name=plain"))
                    .isEqualTo(new Bread(
                            "plain",
                            4,
                            5_000_000_000L,
                            0.5,
                            true,
                            Duration.ofSeconds(90),
                            64 << 10,
                            null,
                            Shape.ROUND_LOAF,
                            List.of("a", "b"),
                            10,
                            new Flour("rye", new Mill(2)),
                            new Address("Main", "Bath")));
        }

        @Test
        void takeWhatAUserGives() {
            assertThat(bread(
                            "name=n",
                            "loaves=1",
                            "seed=7",
                            "share=1",
                            "is-fresh=false",
                            "rest=2m",
                            "crumb-limit=1MiB",
                            "salt=1.5",
                            "shape=stick",
                            "tags=\"c, d\"",
                            "log.every=3",
                            "flour.kind=oat",
                            "flour.mill.stones=1",
                            "town=York"))
                    .isEqualTo(new Bread(
                            "n",
                            1,
                            7,
                            1,
                            false,
                            Duration.ofMinutes(2),
                            1 << 20,
                            1.5,
                            Shape.STICK,
                            List.of("c", "d"),
                            3,
                            new Flour("oat", new Mill(1)),
                            new Address("Main", "York")));
        }

        @Test
        void ofNoTypeThatASettingHasAreAMistakeInTheProgram() {
            record Odd(Map<String, String> loaves) {}
            record Numbers(List<Double> tags) {}
            record Bare(@Nullable Double share) {}
            assertThatThrownBy(() -> read(RecordBinder.of(Odd.class)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .isNotInstanceOf(InvalidInput.class)
                    .hasMessageContaining("component loaves of ")
                    .hasMessageContaining(
                            "is a java.util.Map<java.lang.String, java.lang.String>, which no setting is");
            assertThatThrownBy(() -> read(RecordBinder.of(Numbers.class)))
                    .hasMessageContaining("component tags of ")
                    .hasMessageContaining("is a java.util.List<java.lang.Double>");
            assertThatThrownBy(() -> read(RecordBinder.of(Bare.class)))
                    .as("null stands for no word")
                    .hasMessageContaining("component share of ")
                    .hasMessageContaining("is a java.lang.Double");
        }

        @Test
        void mayBeDerived() {
            RecordBinder<Flour> own = RecordBinder.of(Flour.class)
                    .with("kind", keys -> keys.text("town"))
                    .with("mill", keys -> new Mill(keys.integer("loaves")));
            assertThat(read(own)).isEqualTo(new Flour("Bath", new Mill(4)));
            assertThatThrownBy(() -> own.with("miller", keys -> 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("Flour has no component miller");
        }
    }

    @Nested
    class Mistakes {
        @Test
        void ofEveryKindAreReportedAtOnceInTheOrderOfTheComponents() {
            assertThat(problems(
                            null,
                            "loaves=few",
                            "seed=1.5",
                            "share=half",
                            "is-fresh=maybe",
                            "rest=soon",
                            "crumb-limit=much",
                            "salt=pinch",
                            "shape=square",
                            "log.every=0",
                            "flour.kind=",
                            "flour.mill.stones=0",
                            "town=",
                            "colour=red"))
                    .extracting(Problem::toString)
                    .containsExactly(
                            "colour: is no setting; known here: crumb-limit, flour, is-fresh, loaves, log, name, rest,"
                                    + " salt, seed, shape, share, street, tags, town (--set)",
                            "name: has no value and no default; set it",
                            "loaves: value 'few' is not a whole number in range (--set)",
                            "seed: value '1.5' is not a whole number in range (--set)",
                            "share: value 'half' is not a number (--set)",
                            "is-fresh: value 'maybe' is neither true nor false (--set)",
                            "rest: value 'soon' is not a duration such as 90s or 2m (--set)",
                            "crumb-limit: value 'much' is not a size such as 64KiB or 16MiB (--set)",
                            "salt: value 'pinch' is neither a number nor taste (--set)",
                            "shape: value 'square' is none of round-loaf, stick (--set)",
                            "flour.mill.stones: value 0 must be at least 1 (--set)",
                            "flour.kind: value '' is blank (--set)",
                            "town: value '' is blank (--set)",
                            "log.every: value 0 must be at least 1 (--set)");
        }

        @Test
        void haveTheirPlaceInTheFile() throws IOException {
            Path file = Files.writeString(directory.resolve("bread.conf"), """
                    name = n
                    loaves = 0
                    flour {
                      kind = " "
                      mill.stones = many
                    }
                    """);
            assertThat(problems(file))
                    .extracting(Problem::toString)
                    .containsExactly(
                            "flour.mill.stones: value 'many' is not a whole number in range (" + file + ": 5)",
                            "flour.kind: value ' ' is blank (" + file + ": 4)",
                            "loaves: value 0 must be at least 1 (" + file + ": 2)");
        }

        @Test
        void ofASettingThatIsMissingDoNotHideOthers() {
            record Filled(String name, String colour, int loaves) {}
            InvalidConfig refused =
                    catchThrowableOfType(InvalidConfig.class, () -> read(RecordBinder.of(Filled.class)));
            assertThat(refused.problems())
                    .extracting(Problem::toString)
                    .containsExactly(
                            "name: has no value and no default; set it", "colour: has no value and no default; set it");
        }

        @Test
        void ofARecordItselfComeAsTheyAre() {
            record Broken(int loaves) {
                // The binder calls it by reflection.
                @SuppressWarnings("UnusedMethod")
                Broken {
                    if (loaves > 0) {
                        throw new IllegalStateException("no loaves");
                    }
                }
            }
            assertThatThrownBy(() -> read(RecordBinder.of(Broken.class)))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("no loaves");
        }
    }

    @Nested
    class ASectionWhoseRulesNameItThemselves {
        private record Whole(String kind, Stones mill) {}

        private record Stones(int stones) {
            private Stones {
                new Problems()
                        .check(stones >= 1, "flour.mill.stones", stones, "must be at least 1")
                        .throwIfAny();
            }
        }

        private static final Function<Settings, Whole> BINDER =
                RecordBinder.of(Whole.class).under("flour");

        @Test
        void isReadWithTheRecordsInIt() {
            assertThat(read(BINDER)).isEqualTo(new Whole("rye", new Stones(2)));
        }

        @Test
        void isToldByOneName() {
            InvalidConfig refused = catchThrowableOfType(
                    InvalidConfig.class, () -> Settings.read(REFERENCE, null, List.of("flour.mill.stones=0"), BINDER));
            assertThat(refused.problems())
                    .extracting(Problem::toString)
                    .containsExactly("flour.mill.stones: value 0 must be at least 1 (--set)");
        }
    }

    @Nested
    class Json {
        @Test
        void isNamedAsItsSettingsAre() throws IOException {
            assertThat(named("""
                            {"isFresh": true, "logEvery": 10, "tags": ["a"], "salt": null,
                             "flour": {"kind": "rye", "mill": {"stones": 2}}, "address": {"town": "Bath"}}
                            """, Bread.class))
                    .hasToString("{flour.kind=\"rye\", flour.mill.stones=2, is-fresh=true, log.every=10, salt=null,"
                            + " tags=[\"a\"], town=\"Bath\"}");
        }

        @Test
        void ofAnotherVersionKeepsWhatTheRecordLacks() throws IOException {
            assertThat(named(
                            "{\"flour\": {\"oldKind\": 1}, \"oldOven\": {\"topHeat\": 2}, \"empty\": {}}", Bread.class))
                    .hasToString("{empty={}, flour.old-kind=1, old-oven.top-heat=2}");
        }

        @Test
        void mayHaveOtherNamesAndNoObjectForASection() throws IOException {
            record Heat(@JsonProperty("ovenTop") int top, int bottom) {}
            record Oven(
                    @JsonUnwrapped Heat heat, @Key("wide") int width) {}
            assertThat(named("{\"ovenTop\": 1, \"bottom\": 2, \"width\": 3}", Oven.class))
                    .hasToString("{heat.bottom=2, heat.top=1, wide=3}");
        }

        private static Map<String, JsonNode> named(String json, Class<? extends Record> type) throws IOException {
            return RecordBinder.named(new ObjectMapper().readTree(json), type);
        }
    }
}
