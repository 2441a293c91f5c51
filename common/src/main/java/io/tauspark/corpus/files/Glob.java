package io.tauspark.corpus.files;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A path with wildcards, of Hadoop's kind: {@code *}, {@code ?}, {@code [a-c]}, {@code [^a]}, {@code {a,b/c}}, and
 * {@code \} before what shall mean itself. Hadoop's own cannot match a name with a colon.
 */
final class Glob {
    private static final String WILDCARDS = "*?[{";

    /** The wildcards that are left without braces, in a name of a path of any number of alternatives. */
    private static final String NAME_WILDCARDS = "*?[";

    private final Path glob;

    /** @param glob absolute */
    Glob(Path glob) {
        this.glob = glob;
    }

    /** The last directory above all wildcards. */
    Path root() {
        Path root = at("/");
        for (String name : names(glob.toUri().getPath())) {
            if (has(name, WILDCARDS)) {
                break;
            }
            root = below(root, literal(name));
        }
        return root;
    }

    /** All that it matches, each path once. */
    List<FileStatus> matches(FileTree tree) throws IOException {
        Map<Path, FileStatus> matches = new LinkedHashMap<>();
        for (String alternative : alternatives(glob.toUri().getPath())) {
            matches(tree, at("/"), names(alternative)).forEach(match -> matches.putIfAbsent(match.getPath(), match));
        }
        return List.copyOf(matches.values());
    }

    private List<FileStatus> matches(FileTree tree, Path directory, List<String> names) throws IOException {
        int literals = 0;
        Path reached = directory;
        while (literals < names.size() && !has(names.get(literals), NAME_WILDCARDS)) {
            reached = below(reached, literal(names.get(literals)));
            literals++;
        }
        List<FileStatus> found = tree.find(reached).stream().toList();
        if (literals == names.size() || found.isEmpty() || !found.get(0).isDirectory()) {
            return literals == names.size() ? found : List.of();
        }
        List<String> rest = names.subList(literals + 1, names.size());
        List<FileStatus> matches = new ArrayList<>();
        for (FileStatus child : tree.children(reached, matcher(names.get(literals)))) {
            if (rest.isEmpty()) {
                matches.add(child);
            } else if (child.isDirectory()) {
                matches.addAll(matches(tree, child.getPath(), rest));
            }
        }
        return matches;
    }

    /** Names that writers hide are matched by those alone that begin as they do. */
    private Predicate<String> matcher(String wildcards) {
        Predicate<String> matches = pattern(wildcards).asMatchPredicate();
        return FileTree.isHidden(wildcards) ? matches : matches.and(name -> !FileTree.isHidden(name));
    }

    private Pattern pattern(String wildcards) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < wildcards.length(); i++) {
            char c = wildcards.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> {
                    int end = wildcards.indexOf(']', i + 2);
                    if (end < 0) {
                        throw new InvalidInput("glob '%s' has a [ without a ]; write \\[ for the character"
                                .formatted(Excerpt.whole(glob.toString())));
                    }
                    regex.append(set(wildcards.substring(i + 1, end)));
                    i = end;
                }
                case '\\' -> {
                    i = Math.min(i + 1, wildcards.length() - 1);
                    regex.append(Pattern.quote(wildcards.substring(i, i + 1)));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException wrong) {
            throw new InvalidInput(
                    "glob '%s' is not valid: %s".formatted(Excerpt.whole(glob.toString()), wrong.getDescription()),
                    wrong);
        }
    }

    /** The characters between brackets, of which only a dash keeps its meaning. */
    private static String set(String characters) {
        boolean negated = characters.startsWith("^") || characters.startsWith("!");
        return "[" + (negated ? "^" : "")
                + characters.substring(negated ? 1 : 0).replaceAll("[\\[\\]&^\\\\]", "\\\\$0") + "]";
    }

    /** The paths that braces stand for. */
    private List<String> alternatives(String pattern) {
        int open = indexOf(pattern, "{", 0);
        if (open < 0) {
            return List.of(pattern);
        }
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int start = open + 1;
        for (int i = indexOf(pattern, "{},", open); i >= 0; i = indexOf(pattern, "{},", i + 1)) {
            char c = pattern.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 || (depth == 1 && c == ',')) {
                choices.add(pattern.substring(start, i));
                start = i + 1;
            }
            if (depth == 0) {
                break;
            }
        }
        if (depth > 0) {
            throw new InvalidInput("glob '%s' has a { without a }; write \\{ for the character"
                    .formatted(Excerpt.whole(glob.toString())));
        }
        List<String> all = new ArrayList<>();
        for (String choice : choices) {
            all.addAll(alternatives(pattern.substring(0, open) + choice + pattern.substring(start)));
        }
        return all;
    }

    /** The first place of one of some characters that no backslash stands before. */
    private static int indexOf(String text, String characters, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean has(String name, String wildcards) {
        return indexOf(name, wildcards, 0) >= 0;
    }

    private static String literal(String name) {
        return name.replaceAll("(?s)\\\\(.)", "$1");
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private Path at(String path) {
        return new Path(glob.toUri().getScheme(), glob.toUri().getAuthority(), path);
    }

    private Path below(Path directory, String name) {
        return at(directory.toUri().getPath() + "/" + name);
    }
}
