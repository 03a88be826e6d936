package energy.peerwatt.book;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A case of {@code call-cases.txt}, which describes the format. */
record CallCase(String id, String kind, String unit, Map<String, String> lines) {

    /** Without a price, {@code price} is null. */
    record Clearing(long volume, Long price) {}

    record Order(long quantity, long limit, String member) {}

    private static final long LARGEST_LIMIT = 1_000_000_000;

    static List<CallCase> all() throws IOException {
        List<CallCase> cases = new ArrayList<>();
        try (InputStream in = CallCase.class.getResourceAsStream("/call-cases.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                String[] parts = line.split(" ", 2);
                if (parts[0].equals("case")) {
                    String[] names = parts[1].split(" ", -1);
                    cases.add(new CallCase(names[0], names[1], names[2], new HashMap<>()));
                } else {
                    cases.getLast().lines.put(parts[0], parts[1]);
                }
            }
        }
        return cases;
    }

    boolean isReproduced() {
        return lines.get("ours").equals("same");
    }

    boolean hasRule() {
        return lines.get("ours").split(" ", 2).length == 2;
    }

    Clearing source() {
        return clearing(lines.get("source"));
    }

    Clearing ours() {
        return isReproduced() ? source() : clearing(lines.get("ours").split(" ", -1)[0]);
    }

    List<Order> bids() {
        return orders("bid", LARGEST_LIMIT);
    }

    List<Order> asks() {
        return orders("ask", -LARGEST_LIMIT);
    }

    /** Volume, then lowest and highest executable and strict price, as far as given. */
    long[] oracle() {
        if (!lines.containsKey("oracle")) {
            return new long[0];
        }
        String[] parts = lines.get("oracle").split(" ", -1);
        if (parts.length == 1 || parts[1].equals("-")) {
            return new long[] {wattHours(parts[0])};
        }
        String[] executable = parts[1].split("\\.\\.", -1);
        String[] strict = parts[2].split("\\.\\.", -1);
        return new long[] {
            wattHours(parts[0]),
            micro(executable[0], -LARGEST_LIMIT),
            micro(executable[1], LARGEST_LIMIT),
            micro(strict[0], -LARGEST_LIMIT),
            micro(strict[1], LARGEST_LIMIT)
        };
    }

    /** As {@code bid-ask:Wh}; empty if not given. */
    List<String> trades(String key) {
        if (!lines.containsKey(key)) {
            return List.of();
        }
        return Arrays.stream(lines.get(key).split(" ", -1))
                .map(t -> t.split(":", -1)[0] + ":" + wattHours(t.split(":", -1)[1]))
                .toList();
    }

    private Clearing clearing(String text) {
        String[] parts = text.split("@", -1);
        return new Clearing(wattHours(parts[0]), parts[1].equals("-") ? null : micro(parts[1], 0));
    }

    private List<Order> orders(String key, long market) {
        List<Order> orders = new ArrayList<>();
        for (String text : lines.get(key).split(" ", -1)) {
            String[] parts = text.split("[@/]", -1);
            String member = parts.length > 2 ? parts[2] : key + orders.size();
            orders.add(new Order(wattHours(parts[0]), micro(parts[1], market), member));
        }
        return orders;
    }

    private long wattHours(String quantity) {
        BigDecimal scale = new BigDecimal(Map.of("kWh", "1e3", "MWh", "1e6", "Wh", "1").get(unit));
        return new BigDecimal(quantity)
                .multiply(scale)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }

    /** Rounded down, as a price of a source may be finer than a micro-currency. */
    private long micro(String price, long market) {
        if (price.equals("market")) {
            return market;
        }
        BigDecimal scale = new BigDecimal(Map.of("kWh", "1e6", "MWh", "1e3", "Wh", "1").get(unit));
        return new BigDecimal(price)
                .multiply(scale)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    @Override
    public String toString() {
        return id;
    }
}
