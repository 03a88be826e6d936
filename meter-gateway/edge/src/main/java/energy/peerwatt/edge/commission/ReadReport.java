package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.Measured;
import energy.peerwatt.edge.device.Measured.RegisterWords;
import energy.peerwatt.edge.device.ProfileQuantity;
import energy.peerwatt.edge.device.SunSpecReader;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecPoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One reading as a table: quantity, value, unit, where it stood, and the words that stood there.
 */
final class ReadReport {

    private ReadReport() {}

    /** A row for each quantity; what is not known says why. */
    static List<List<String>> rows(Map<ProfileQuantity, Measured> measured) {
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((quantity, value) -> {
            String shown =
                    switch (value) {
                        case Measured.Known known -> known.decimal() + " " + quantity.unit();
                        case Measured.Unknown(String reason, _) -> "not available: " + reason;
                    };
            rows.add(
                    List.of(
                            quantity.label(),
                            shown.strip(),
                            value.registers().stream()
                                    .map(ReadReport::place)
                                    .collect(Collectors.joining(" + ")),
                            value.registers().stream()
                                    .map(registers -> words(registers.words()))
                                    .collect(Collectors.joining(" + "))));
        });
        return rows;
    }

    /** A row for each point of a model. */
    static List<List<String>> points(int function, List<SunSpecPoint> points) {
        return points.stream()
                .map(point ->
                        List.of(
                                point.name(),
                                shown(point.value()),
                                "%d:%d %s".formatted(function, point.address(), point.type()),
                                words(point.words())))
                .toList();
    }

    private static String shown(Optional<PointValue> value) {
        return value.map(known ->
                        switch (known) {
                            case PointValue.Text(String text) -> text;
                            case PointValue.ZeroOrAbsent _ -> "0, or not there";
                            case PointValue.Scaled _, PointValue.Real _, PointValue.Beyond _ ->
                                    SunSpecReader.number(known).map(ReadReport::plain).orElse("");
                        })
                .orElse("not implemented");
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** Function and address, zero-based. */
    private static String place(RegisterWords registers) {
        return "%d:%d %s".formatted(registers.function(), registers.address(), registers.type());
    }

    private static String words(List<Integer> words) {
        return words.stream().map(word -> "%04X".formatted(word)).collect(Collectors.joining(" "));
    }
}
