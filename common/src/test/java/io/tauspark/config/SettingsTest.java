package io.tauspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Config REFERENCE = ConfigFactory.parseString("""
            input = null
            oven { heat = 180, fan = true, name = plain }
            seed = 42
            share = 0.5
            tags = [a, b]
            shape = round-loaf
            limit = null
            """);

    private enum Shape {
        ROUND_LOAF,
        STICK
    }

    private record Oven(int heat, boolean fan, String name) {
        private Oven {
            new Problems().check(heat > 0, "heat", heat, "must be positive").throwIfAny();
        }

        static Oven from(Settings settings) {
            return new Oven(settings.integer("heat"), settings.flag("fan"), settings.text("name"));
        }
    }

    private record Bread(String input, Oven oven, long seed, double share, List<String> tags, Shape shape) {
        private Bread {
            new Problems()
                    .check(share < 1, "share", share, "must be below 1")
                    .check(!input.endsWith("/"), "input", input, "must not end with /")
                    .throwIfAny();
        }

        static Bread from(Settings settings) {
            return new Bread(
                    settings.text("input"),
                    settings.section("oven", Oven::from),
                    settings.longInteger("seed"),
                    settings.number("share"),
                    settings.texts("tags"),
                    settings.choice("shape", Shape.class));
        }
    }

    private final Path directory;

    SettingsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Bread bread(String... set) {
        return Settings.read(REFERENCE, null, List.of(set), Bread::from);
    }

    private static List<Problem> problems(String... set) {
        return problems(null, Bread::from, set);
    }

    private static List<Problem> problems(@Nullable Path file, Function<Settings, ?> reader, String... set) {
        InvalidConfig refused =
                catchThrowableOfType(InvalidConfig.class, () -> Settings.read(REFERENCE, file, List.of(set), reader));
        assertThat(refused).as("refusal").isNotNull();
        return refused.problems();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("bread.conf"), content);
    }

    @Nested
    class Values {
        @Test
        void comeFromTheDefaults() {
            assertThat(bread("input=x"))
                    .isEqualTo(
                            new Bread("x", new Oven(180, true, "plain"), 42, 0.5, List.of("a", "b"), Shape.ROUND_LOAF));
        }

        @Test
        void ofTheFileGoOverTheDefaultsAndUnderTheCommandLine() throws IOException {
            Path file = file("input = from-file, seed = 7, oven.heat = 200, share = 0.25");
            Bread bread = Settings.read(REFERENCE, file, List.of("seed=8", "oven.fan=false", "seed=9"), Bread::from);
            assertThat(bread.input()).isEqualTo("from-file");
            assertThat(bread.seed()).as("the last --set wins").isEqualTo(9);
            assertThat(bread.oven()).isEqualTo(new Oven(200, false, "plain"));
            assertThat(bread.share()).isEqualTo(0.25);
        }

        @ParameterizedTest
        @ValueSource(strings = {"hdfs://host:8020/a b/*.gz", "s3a://bucket/x?y={1,2}", "C:\\\\data", "null", "a=b"})
        void needNoQuotesOnTheCommandLine(String uri) {
            assertThat(bread("input=" + uri).input()).isEqualTo(uri);
        }

        @Test
        void mayBeQuotedOnTheCommandLine() {
            assertThat(bread("input=\"  spaces kept \"").input()).isEqualTo("  spaces kept ");
        }

        @Test
        void mayBeListsWithCommasOrInBrackets() {
            assertThat(bread("input=x", "tags=c, d,,e").tags()).containsExactly("c", "d", "e");
            assertThat(bread("input=x", "tags=[\"c,d\", e]").tags()).containsExactly("c,d", "e");
            assertThat(bread("input=x", "tags=").tags()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"16MiB, 16777216", "64k, 65536", "2MB, 2000000", "512, 512", "3 GiB, 3221225472"})
        void mayBeSizesWithAUnit(String written, long bytes) {
            long read = Settings.read(REFERENCE, null, List.of("limit=" + written), keys -> keys.bytes("limit"));
            assertThat(read).isEqualTo(bytes);
        }

        @Test
        void mayBeConstantsInLowerCaseWithDashes() {
            assertThat(bread("input=x", "shape=stick").shape()).isEqualTo(Shape.STICK);
        }
    }

    @Nested
    class Refused {
        @Test
        void unknownKeysWithTheKnownOnes() {
            assertThat(problems("input=x", "oven.heaat=1", "sead=2"))
                    .extracting(Problem::key, Problem::message)
                    .containsExactlyInAnyOrder(
                            tuple("oven.heaat", "is no setting; known here: fan, heat, name"),
                            tuple("sead", "is no setting; known here: input, limit, oven, seed, shape, share, tags"));
        }

        @Test
        void everyProblemAtOnceWithItsOrigin() throws IOException {
            Path file = file("""
                    input = "data/"
                    oven {
                      heat = -5
                      fan = perhaps
                    }
                    colour = brown
                    """);
            List<Problem> problems = problems(file, Bread::from, "seed=soon", "share=1.5", "shape=square");
            assertThat(problems)
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("colour", "oven.fan", "oven.heat", "seed", "shape", "input", "share");
            assertThat(problems)
                    .extracting(Problem::toString)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("oven.heat: value -5 must be positive (")
                            .endsWith("bread.conf: 3)"))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("oven.fan: value 'perhaps' is neither true nor false (")
                            .endsWith("bread.conf: 4)"))
                    .contains(
                            "seed: value 'soon' is not a whole number in range (--set)",
                            "share: value 1.5 must be below 1 (--set)",
                            "shape: value 'square' is none of round-loaf, stick (--set)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1.5", "99999999999999999999", "", "[1]", "0x10"})
        void whatIsNoWholeNumber(String value) {
            assertThat(problems("input=x", "seed=" + value, "oven.heat=" + value))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("seed", "oven.heat");
        }

        @ParameterizedTest
        @ValueSource(strings = {"half", "NaN", "Infinity", "1e999"})
        void whatIsNoNumber(String value) {
            assertThat(problems("input=x", "share=" + value))
                    .extracting(Problem::toString)
                    .containsExactly("share: value '" + value + "' is not a number (--set)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"much", "12 parsecs", "-1MiB"})
        void whatIsNoSize(String value) {
            assertThat(problems(null, settings -> settings.bytes("limit"), "limit=" + value))
                    .extracting(Problem::toString)
                    .containsExactly("limit: value '" + value + "' is not a size such as 64KiB or 16MiB (--set)");
        }

        /** A record of keys without defaults is refused, and what stands beside it is still checked. */
        @Test
        void groupsOfKeysAlongWithTheirNeighbours() {
            Function<Settings, Bread> nested = settings -> {
                String path = settings.group(keys -> {
                    new Problems()
                            .check(!keys.text("input").endsWith("/"), "input", "data/", "must not end with /")
                            .throwIfAny();
                    return keys.text("input");
                });
                return new Bread(path, new Oven(1, true, ""), 1, settings.number("share"), List.of(), Shape.STICK);
            };
            assertThat(problems(null, nested, "input=data/", "share=1.5"))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("input", "share");
            assertThat(problems(null, nested, "share=1.5"))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("input", "share");
        }

        @Test
        void aSettingWithoutAnyValue() {
            assertThat(problems()).containsExactly(new Problem("input", "has no value and no default; set it", ""));
        }

        @Test
        void anyTypeOfSettingWithoutAnyValue() {
            assertThat(problems(null, settings -> settings.integer("limit")))
                    .extracting(Problem::key)
                    .containsExactly("limit");
            assertThat(problems(null, settings -> settings.number("limit")))
                    .extracting(Problem::key)
                    .containsExactly("limit");
            assertThat(problems(null, settings -> settings.texts("limit")))
                    .extracting(Problem::key)
                    .containsExactly("limit");
        }

        @Test
        void aSettingThatTheFileUnsets() throws IOException {
            assertThat(problems(file("seed = null, input = x"), Bread::from))
                    .extracting(Problem::key)
                    .containsExactly("seed");
        }

        @Test
        void aSectionGivenAsAValueAndTheOtherWay() {
            assertThat(problems("input=x", "oven=hot", "seed.a=1"))
                    .extracting(Problem::key, Problem::message)
                    .containsExactlyInAnyOrder(
                            tuple("oven", "is a section, not a single value"),
                            tuple("seed", "is a single value, not a section"));
        }

        @Test
        void aSectionThatTheFileUnsets() throws IOException {
            assertThat(problems(file("oven = null, input = x"), Bread::from))
                    .extracting(Problem::key)
                    .containsExactly("oven");
        }

        @Test
        void aSectionWhoseDefaultsAreNotEnough() {
            Config nested = ConfigFactory.parseString("job { input = null, share = 0.5 }, seed = 1");
            record Job(String input, double share) {
                Job {
                    new Problems()
                            .check(!input.isEmpty(), "input", input, "is empty")
                            .check(share < 1, "share", share, "must be below 1")
                            .throwIfAny();
                }
            }
            InvalidConfig refused = catchThrowableOfType(
                    InvalidConfig.class,
                    () -> Settings.read(
                            nested,
                            null,
                            List.of("job.share=2"),
                            all -> all.section("job", job -> new Job(job.text("input"), job.number("share")))));
            assertThat(refused.problems()).extracting(Problem::key).containsExactlyInAnyOrder("job.input", "job.share");
        }

        @Test
        void linesThatAreNoSettings() {
            assertThat(problems("input=x", "seed", "=3", "a..b=1", "tags=[c"))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("--set seed", "--set =3", "--set a..b=1", "--set tags=[c");
        }

        @Test
        void filesThatAreMissingOrBroken() throws IOException {
            Path missing = directory.resolve("missing.conf");
            assertThatThrownBy(() -> Settings.read(REFERENCE, missing, List.of(), Bread::from))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("missing.conf' cannot be read; give --config an existing file");
            Path broken = file("seed = {");
            assertThatThrownBy(() -> Settings.read(REFERENCE, broken, List.of(), Bread::from))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("bread.conf' is not valid HOCON: ");
            assertThatThrownBy(() -> Settings.read(REFERENCE, directory, List.of(), Bread::from))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageEndingWith("' is a directory; give --config a file");
        }

        @Test
        void filesThatIncludeThemselvesInFewWords() throws IOException {
            Path circle = file("include \"bread.conf\"");
            assertThatThrownBy(() -> Settings.read(REFERENCE, circle, List.of(), Bread::from))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("bread.conf' is not valid HOCON: ")
                    .hasMessageContaining("include")
                    .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(1000));
        }

        @Test
        void substitutionsThatLeadNowhere() throws IOException {
            Path file = file("input = ${nowhere}");
            assertThatThrownBy(() -> Settings.read(REFERENCE, file, List.of(), Bread::from))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageStartingWith("configuration refers to a value that is not set: ");
        }

        @Test
        void valuesThatDoNotGoTogether() throws IOException {
            Path file = file("input = ${tags} bread");
            assertThatThrownBy(() -> Settings.read(REFERENCE, file, List.of(), Bread::from))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageStartingWith("configuration joins values that do not go together: ");
        }

        @Test
        void substitutionsOnTheCommandLine() {
            assertThat(problems("input=x", "tags=[${input}]"))
                    .extracting(Problem::key, Problem::message)
                    .containsExactly(tuple(
                            "--set tags=[${input}]",
                            "cannot be read: Invalid value at 'value': a substitution has its place in a file, see"
                                    + " --config"));
        }

        @Test
        void valuesOfManyLinesInOne() {
            assertThat(problems("input=x", "seed=" + "many\nlines ".repeat(1000)))
                    .extracting(Problem::message)
                    .singleElement()
                    .asString()
                    .startsWith("value 'many\\u000alines many")
                    .endsWith("…' is not a whole number in range")
                    .hasLineCount(1)
                    .hasSizeLessThan(500);
        }
    }

    @Test
    void referencesOfACommandMustExist() {
        assertThatThrownBy(() -> Settings.reference(SettingsTest.class, "bread"))
                .isInstanceOf(com.typesafe.config.ConfigException.class);
    }

    @Nested
    class VariantsOfASection {
        @Test
        void layFurtherValuesOverIt() {
            Config hot = ConfigFactory.parseString("heat = 250");
            Oven oven = Settings.read(
                    REFERENCE, null, List.of("oven.name=steam"), settings -> settings.section("oven", hot, Oven::from));
            assertThat(oven).isEqualTo(new Oven(250, true, "steam"));
        }

        @Test
        void areCheckedLikeTheSectionItself() {
            Config wrong = ConfigFactory.parseString("heat = -1, colour = red, fan { speed = 3 }");
            InvalidConfig refused = catchThrowableOfType(
                    InvalidConfig.class,
                    () -> Settings.read(
                            REFERENCE, null, List.of(), settings -> settings.section("oven", wrong, Oven::from)));
            assertThat(refused.problems())
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("oven.heat", "oven.colour", "oven.fan");
        }
    }

    @Nested
    class WhatIsNotThereYet {
        /** An oven that is built between two readings. */
        private boolean built;

        private Oven oven(Settings settings) {
            new Problems()
                    .check(built || settings.integer("heat") == 1, "heat", settings.integer("heat"), "has no oven yet")
                    .throwIfAny();
            return Oven.from(settings);
        }

        @Test
        void hasAStandInAndIsReadAgainLater() {
            Config cold = ConfigFactory.parseString("oven.heat = 1");
            Settings kept = Settings.read(REFERENCE, null, List.of("oven.name=steam"), settings -> {
                assertThat(settings.standingIn(cold).<Oven>section("oven", this::oven))
                        .isEqualTo(new Oven(1, true, "steam"));
                return settings;
            });
            assertThatThrownBy(() -> kept.<Oven>again(all -> all.section("oven", this::oven)))
                    .isInstanceOf(InvalidConfig.class)
                    .hasMessageContaining("oven.heat");
            built = true;
            assertThat(kept.<Oven>again(all -> all.section("oven", this::oven)))
                    .isEqualTo(new Oven(180, true, "steam"));
        }
    }
}
