/** When each actuator is released to production. */
import { DAY_MINUTES, type Calendar } from "./calendar.ts";
import { civilDay } from "./plant-time.ts";
import type { Random } from "./random.ts";
import { STORY } from "./story.ts";

/** Work minutes, ascending, one per actuator: spread over the weeks by their weight, at random in each. */
export function releases(parentRandom: Random, calendar: Calendar, units: number): readonly number[] {
  const random = parentRandom.fork("plan");
  const { first, last, campaign } = STORY.plan;
  const weights = calendar.days.map((day): number => {
    if (day < civilDay(first) || day > civilDay(last)) return 0;
    const inCampaign = day >= civilDay(campaign.first) && day <= civilDay(campaign.last);
    return inCampaign ? campaign.factor : 1;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const times: number[] = [];
  let due = 0;
  weights.forEach((weight, day) => {
    due += (weight / total) * units;
    while (times.length < Math.round(due))
      times.push(day * DAY_MINUTES + random.between(0, DAY_MINUTES * 0.9));
  });
  return times.sort((a, b) => a - b);
}
