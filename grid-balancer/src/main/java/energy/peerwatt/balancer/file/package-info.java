/**
 * Communities and plans as JSON files.
 *
 * <p>{@link energy.peerwatt.balancer.file.CommunityFile} and {@link
 * energy.peerwatt.balancer.file.PlanFile} read and write them; what is wrong with a file is a
 * {@link energy.peerwatt.balancer.file.FileFault} that names the field and the reason. The formats
 * are in {@code community.schema.json} and {@code plan.schema.json} beside these classes. Energy is
 * {@code …Wh}, power {@code …W}, prices {@code …Micro} (micro-currency per kWh), all whole numbers.
 *
 * <p>No state; safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.balancer.file;

import org.jspecify.annotations.NullMarked;
