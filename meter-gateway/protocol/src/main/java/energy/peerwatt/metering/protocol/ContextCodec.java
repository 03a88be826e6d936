package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.MeterRecord.Form;
import java.util.List;
import java.util.Optional;

/** The parts of a {@link DeviceContext} as they stand in leaves; each {@code []} if unknown. */
final class ContextCodec {

    // Positions are part of signed bytes: new ones are added at the end.
    private static final List<Form> FORMS = List.of(Form.OCMF);

    private ContextCodec() {}

    /** {@code evidence} in layout 2, {@code evidence, power, record} in layout 3. */
    static void write(DeviceContext context, CborWriter out) {
        writeEvidence(context.evidence(), out);
        if (!context.needsLayout3()) {
            return;
        }
        writeWatts(context.watts(), out);
        if (context.record().isEmpty()) {
            out.array(0);
        } else {
            writeRecord(context.record().get(), out);
        }
    }

    static DeviceContext read(CborReader in, int layout) throws MalformedBlockException {
        Optional<DeviceEvidence> evidence = readEvidence(in);
        if (layout == BlockHeader.PLAIN) {
            require(
                    evidence.flatMap(DeviceEvidence::identity).isEmpty(),
                    "an identity in a leaf of layout 2");
            return new DeviceContext(Optional.empty(), evidence, Optional.empty());
        }
        Optional<Integer> watts = readWatts(in);
        int size = in.array(2);
        require(size == 0 || size == 2, "a record is an array of 0 or 2");
        Optional<MeterRecord> record = size == 0 ? Optional.empty() : Optional.of(recordOf(in));
        DeviceContext context = new DeviceContext(watts, evidence, record);
        require(context.needsLayout3(), "a leaf of layout 3 without need");
        return context;
    }

    static void writeWatts(Optional<Integer> watts, CborWriter out) {
        out.array(watts.isPresent() ? 1 : 0);
        if (watts.isPresent()) {
            out.integer(watts.get());
        }
    }

    static Optional<Integer> readWatts(CborReader in) throws MalformedBlockException {
        if (in.array(1) == 0) {
            return Optional.empty();
        }
        long watts = in.integer();
        require(watts == (int) watts, "power beyond 32 bits");
        return Optional.of((int) watts);
    }

    static void writeRecord(MeterRecord record, CborWriter out) {
        out.array(2).integer(FORMS.indexOf(record.form())).bytes(record.bytes());
    }

    static MeterRecord readRecord(CborReader in) throws MalformedBlockException {
        in.array(2, "a record is an array of 2");
        return recordOf(in);
    }

    private static MeterRecord recordOf(CborReader in) throws MalformedBlockException {
        return new MeterRecord(FORMS.get(in.small(FORMS.size() - 1)), in.bytes());
    }

    private static void writeEvidence(Optional<DeviceEvidence> evidence, CborWriter out) {
        if (evidence.isEmpty()) {
            out.array(0);
            return;
        }
        DeviceEvidence known = evidence.get();
        Optional<String> identity = known.identity();
        out.array(identity.isPresent() ? 4 : 3).text(known.profileId());
        out.bytes(known.profileHash().bytes()).bytes(known.frameHash().bytes());
        if (identity.isPresent()) {
            out.text(identity.get());
        }
    }

    private static Optional<DeviceEvidence> readEvidence(CborReader in)
            throws MalformedBlockException {
        int size = in.array(4);
        if (size == 0) {
            return Optional.empty();
        }
        require(size >= 3, "evidence is an array of 0, 3 or 4");
        return Optional.of(
                new DeviceEvidence(
                        in.text(),
                        in.hash(),
                        in.hash(),
                        size == 4 ? Optional.of(in.text()) : Optional.empty()));
    }
}
