package energy.peerwatt.book;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A case of {@code continuous-cases.txt}, which describes the format. */
record ContinuousCase(String id, String kind, boolean inKwh, List<List<String>> lines) {

    static List<ContinuousCase> all() throws IOException {
        List<ContinuousCase> cases = new ArrayList<>();
        try (InputStream in = ContinuousCase.class.getResourceAsStream("/continuous-cases.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                List<String> words = List.of(line.split(" ", -1));
                if (words.get(0).equals("case")) {
                    boolean inKwh = words.get(3).equals("kWh");
                    cases.add(
                            new ContinuousCase(
                                    words.get(1), words.get(2), inKwh, new ArrayList<>()));
                } else {
                    cases.getLast().lines.add(words);
                }
            }
        }
        return cases;
    }

    /** Whether ours is the source's answer. */
    boolean isReproduced() {
        return first("ours").equals(List.of("ours", "same"));
    }

    boolean hasRule() {
        return first("ours").size() > 2;
    }

    private List<String> first(String kind) {
        return lines.stream().filter(line -> line.get(0).equals(kind)).findFirst().orElseThrow();
    }

    /** The lines of some kinds, as text. */
    List<String> linesOf(String... kinds) {
        return lines.stream()
                .filter(line -> List.of(kinds).contains(line.get(0)))
                .map(line -> String.join(" ", line))
                .toList();
    }

    long wattHours(String quantity) {
        return exactly(quantity, inKwh ? 3 : 0);
    }

    long microPerKwh(String price) {
        return exactly(price, inKwh ? 6 : 0);
    }

    String quantity(long wattHours) {
        return plain(wattHours, inKwh ? 3 : 0);
    }

    String price(long microPerKwh) {
        return plain(microPerKwh, inKwh ? 6 : 0);
    }

    private static long exactly(String number, int decimals) {
        return new BigDecimal(number).movePointRight(decimals).longValueExact();
    }

    private static String plain(long number, int decimals) {
        return BigDecimal.valueOf(number, decimals).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return id;
    }
}
