/**
 * A soft tone as a phone would send it: frames of Opus, 20 ms each, encoded once by Chromium's
 * AudioEncoder (440 and 660 Hz, mono, 16 kbit/s), since nothing here encodes sound.
 */
const spoken = `
  eIAKRk/g5KAMzJ5yGg+SLfY/4qQrp9NKF1BEseO7aH2k9Z4TYM3OSg0MRujs6sZniWqNrbvVw/m6P4bPa1g=
  eIBtEP2+oUaHMYMb+ZZRsHKUHByYfZgQf+NIDBAUeL8adAx14eBtSeRBTWHS+dAc2MfzKG0OxI13DMumnzCEmO6vQZWp
  eJkOd7HNefSiXFPb2vyetSj8paRsef8yUMe+1acsL9lpQvLYmpeA5xdZ32zsmxFsuddLPQ==
  eJlJ7W2cgTAMO2Pi2kUITROxhlf/4W1GQ56iH5yzT+T8w7raqcXr9jkqW+EUdcRfCqM=
  eJm/Ofw76dQeTn69GHbzsdL0VXwbCDmQC6EnTi3KufEjAqysGq5G
  eJnCLZbE4/VWTTDoSFywOnIrzlwZe5flG8oUtf/JkL5gMcD0jxwtKUc=
  eJnCUdiqneR+vXt69zrAE6gJOLILcElnLBFDFzAtTp4GeylkyylovavZ10dA
  eJnEkl6TUiRM26YFrmClBJaW0nezAURMxXyF3NVLEftl+PlyLazrc6M=
  eJnCLW2ZizPx+CIcIcAiz5U+1pDfTQ+TwRcKaH13+4wi7fQ2kqE=
  eJnHurld4Wqdr+YF00mRElUAGl0NL5HXOvPQDkG+5VTHPG+AvZqx5g1XIw==
  eJnCLZbE4/VWUfyY8Mir6415HzljijBhWUWfOfge0PnoKsBeRRwtKUc=
  eJnCUdiqneR+vV6UGBGiC9nDnANwuvJAmlqvh0fQVbFvmf4pv3spzomycHZg
  eJnEkl26FGFZHnpxEswVxL0dOP8d8C8BWbgQOmTCWxVR5b0AvnkMi4M=
  eJnCLW2ZizPx/FoB9L0Qi/R2dlVf6MTGBd9Z1VZlkleaq+90NpKh
  eJnCUdiIv9Qml/MW++UyzJR9EK1Lh1OiMMgC0Bjil3fd4xquI9h25zwarkY=
  eJnCLW2ZizPnGe+HT90F+tg6g1LY8CDZo8rli3FWIEEHMRpqmGMSJw==
  eJnCUdiqneR+vV6UF/M1+cwTNMw1I3pqYJr+Y+XLsoLGlwvyfEgzcg6g
  eJnEgKQHjJf0HgiHbUgR60rBzxx6sBE/cBPL+U/LvH7JB6cgqdbnRw==
  eJnCLW2ZizPyAlh1kOIJEMR380I13mkyQ2/dwTrO6lpBRLQ2kqE=
  eJnCUdiIv9QmktJtASml8FdmMOErToFsJAwyjoCynQyIA+SoVyVtAuwarmY=
  eJnCLW2ZizP86s+3Y3eWPi6roSj3AOeRsqWDEdCGtvqoh5ixT3BvGFpSjw==
  eJnCUdiqneR+vV6UF/NeDdBOWOegvCeRA2hkXQxuphoOjaF8KSGHtpz510dAaD7OkCVizdIKlkgJYyBiFxYWRPA+c2s=
  +MnBjsvv5vhAS3IuIiK2OfnS2rrN/cNXv3Nfi8Qvtmves+ry9mpwXxFepL6/61s=
  +MbGVLcX1Uv/4cQaxP22f9CLKUP/04KR+UaYfmiJegAgxa2HWw==
  +MU8FYq+Gw8k3bN2T97CYDF3W6ObvC76p+DVT40hQzuMwZ9QgoNb
  +MWW3LIOS30x+44CgKklaYY1eP0zws6JMdKkc8VJvvou/SbJr5Yjt1s=
  +MU8G5amVBzA33RxnoKPMDQ3pB9QVy9ISn4NVvhKwcqZY41tp0DFi1s=
  +McCIDlx0G85HXeHtGosYG5oAqsT+UoNZZLeF9t2ggtCcgPCQugjn1s=
  +MWW3v30n57aUeVkFtZtAUnlbdVZR0TrDUaXwHfYf5oiWf0Cv1lmi1s=
  +MU8FYq+Gw8k3fmJhqcdVvEfrne7ccF0YVoeDVT40hUM7jOhHqCCg1s=
  +MWW3LIOSoUflOn/l3FJ9SY69RVJNRcyY6VL7PEJvvou/SbJrZYjt1s=
  +MU8G5amVBzA33RxnoKPMDQ3pB9QVy9ISn4NVvhKwcqZY41tp0DFi1s=
  +McCIDlx0G85HXeHtGosYG5oAqsT+UoNZZLeF9t2ggtCcgPCQOgjn1s=
  +MWW3v30n57aUeVkFtZtAUnlbdVZR0TrDUaXwHfYf5oiWf0Cv1lmi1s=
  +MU8FYq+Gw8k3bZq+nGtlb9oMns1//39GFaHtmqmMaQqGdRTBn1BBQNb
  +MWW3LIOSoUflO0+5bL/+3ChCChpj+QpgR7pUvs8VJvn0TwiQFDWWEdvWw==
  +MU8G5amVBzA33RxvG/4wpWnQEjqLmk9kYmT8Gqvtpwg2xm9afRDOgMLE1s=
  +McCIDlx0G85HNtjaQejGo1Fd7YJ7X0smyMlvCozurBBoSgEBpdzoEc7Ww==
  +MWW3v30n57aUSgfWWZAUeTG2rZ4//7DqOUaZQ77j/zMxLP6CJ1mzRdb
  +MbHnd+Us0kI57XPsRh9aNseWYw2+PpyputJCzocblTA9yGMalx6+1s=
  +MWYhf5Fj0DRrF2xhsbKG/KFjjO/WAWhTHTpHPFQPvou+FM2ZzmdE1s=
  +MbGG61viQdgOYDeEqyFar/E5hu8BJtIE4s/Ad+vLjZZSYW4nQCw9+M1l1s=
  +MbxynrnsvezrGDe8fBH4u/ftu4ukhcnkqy3gpjqwUdCUDyq0FfMdUtb
  +MeXMvDcIZrgMN5eBy3Kl5mEVPoD/a0QFYfDWvKf+czSaVc1N/kC3ts=
  +MpTxTQuoCQItA9BmvtAqRzR/hyg0g6wPzDy0ODGZp+cialElmpqXpf6mBmF/e95t9k/sFXG2w==
  +HzxWoheuGZrjZwcwNateMdE8V3tLxWtnkCtHRkqAWL0bFAQqcg469vULXn/OJl8eqg=
`;
const silence = '+P/+';
const pause = 75;

/** Less than a second of tone, then a pause: over and over. */
export const tone: Buffer[] = [
  ...spoken.trim().split(/\s+/),
  ...Array.from({ length: pause }, () => silence),
].map((frame) => Buffer.from(frame, 'base64'));

/** What one frame lasts, in ms and in ticks of Opus's clock. */
export const frameMs = 20;
export const frameTicks = 960;
