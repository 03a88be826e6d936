package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.p1.P1Telegram;
import java.util.Set;

/**
 * Raw P1 telegrams. Option {@code checksum} = {@code optional} takes also those of DSMR 2 and 3 and
 * of other ports, which have none.
 */
final class TelegramMeter extends MqttDevice {

    private final String topic;
    private final boolean checksumRequired;
    private final int stepMilliWh;

    TelegramMeter(String topic, Options options) {
        super(options);
        this.topic = topic;
        checksumRequired = options.choice("checksum", "required", "optional").equals("required");
        stepMilliWh = options.stepMilliWh(0);
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic);
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        P1Telegram telegram = P1Telegram.decode(arrival.payload());
        if (checksumRequired && !telegram.checked()) {
            throw new RefusedException(Refusal.CHECKSUM_MISSING);
        }
        ObisRegisters.read(telegram::amount, stepMilliWh, sample);
        sample.identity(telegram.identification(), telegram.equipmentId());
    }
}
