package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.core.JsonPointer;
import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.EvidenceProfile;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import energy.peerwatt.metering.protocol.Hash256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The options a device was commissioned with; wrong ones are refused before anything is read. */
final class Options {

    private static final Set<String> ALWAYS = Set.of("reversed");

    private final String driver;
    private final Map<String, String> values;
    private final Direction direction;
    private final EvidenceProfile profile;

    /**
     * Checks the names.
     *
     * @param known what the driver takes besides {@code reversed}
     * @throws IllegalArgumentException naming an option nobody knows
     */
    Options(DeviceEntry device, Map<String, String> values, Set<String> known) {
        driver = device.driver();
        this.values = values;
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        unknown.removeAll(ALWAYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("driver " + driver + ": no option " + unknown);
        }
        direction = new Direction(device.role(), flag("reversed"));
        profile = new EvidenceProfile(driver, hash(device));
    }

    Direction direction() {
        return direction;
    }

    /** By what the device is decoded: the driver, its role and these options. */
    EvidenceProfile profile() {
        return profile;
    }

    private Hash256 hash(DeviceEntry device) {
        StringBuilder content = new StringBuilder();
        content.append(driver).append('\n').append(device.role()).append('\n');
        new TreeMap<>(values)
                .forEach((name, value) ->
                        content.append(name).append('=').append(value).append('\n'));
        return Hash256.sha256(content.toString().getBytes(StandardCharsets.UTF_8));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    /** One of a few words; the first if the option is absent. */
    String choice(String name, String first, String... others) {
        String value = values.getOrDefault(name, first);
        if (!value.equals(first) && !Set.of(others).contains(value)) {
            throw wrong(name, value);
        }
        return value;
    }

    /** Where in the JSON a value is: {@code /SML/Total_in}. */
    Optional<JsonPointer> pointer(String name) {
        return text(name)
                .map(text -> {
                    try {
                        return JsonPointer.valueOf(text);
                    } catch (IllegalArgumentException e) {
                        throw wrong(name, text);
                    }
                });
    }

    /** A unit of energy. */
    Unit energyUnit(Unit otherwise) {
        String text = values.get("unit");
        if (text == null) {
            return otherwise;
        }
        try {
            Unit unit = Unit.of(text);
            if (unit.isEnergy()) {
                return unit;
            }
        } catch (RefusedException e) {
            throw wrong("unit", text);
        }
        throw wrong("unit", text);
    }

    /** The step of the registers, mWh. */
    int stepMilliWh(int otherwise) {
        String text = values.get("resolutionWh");
        if (text == null) {
            return otherwise;
        }
        try {
            int step = new BigDecimal(text).scaleByPowerOfTen(3).intValueExact();
            if (step >= 1) {
                return step;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong("resolutionWh", text);
        }
        throw wrong("resolutionWh", text);
    }

    private boolean flag(String name) {
        return choice(name, "false", "true").equals("true");
    }

    private IllegalArgumentException wrong(String name, String value) {
        return new IllegalArgumentException("driver " + driver + ": option " + name + ": " + value);
    }
}
