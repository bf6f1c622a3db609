import css from './slider.module.css';

type Props = {
  label: string;
  /** What the number means, for who hears it. */
  valueText: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
};

export function Slider({ label, valueText, value, min, max, step, onChange }: Props) {
  return (
    <input
      className={css.slider}
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      {...{ value, min, max, step }}
      onChange={(event) => onChange(Number(event.target.value))}
    />
  );
}
